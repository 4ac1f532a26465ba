from django.urls import path

from support_services.referrals import views

urlpatterns = [path("referrals/", views.home, name="referrals_home")]
