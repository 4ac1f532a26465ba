from django.urls import path

from support_services.demand import views

urlpatterns = [path("demand/", views.home, name="demand_home")]
