"""The families. All of them, their streets, numbers and records are invented (Ofcom keeps 07700 900 for drama)."""

from reconciliation.oversight.demo.household import Adult, Child, Household

SOCIAL_CARE = "Children's social care records"

OF_THE_CAST = (
    Household(
        "varnish", "east", "harmed", worker="caseworker", opened=60, known=True, system=SOCIAL_CARE, ref="ARW-204418",
        children=(Child("Corin Varnish", 15, "young_person", "07700 900141"), Child("Tansy Varnish", 9)),
        adults=(
            Adult(
                "Imelda Varnish", "mother", basis="birth_mother", account="family_member", phone="07700 900114",
                email="imelda.varnish@people.example", address="14 Sallow Row, Arrowmere AR3 7KD",
            ),
            Adult(
                "Anselm Varnish", "father", basis="marriage", account="second_parent", phone="07700 900127",
                address="Flat 3, 8 Larkspur Yard, Arrowmere AR1 4TB",
            ),
        ),
    ),
    Household(
        "skerrowby", "west", "child_who_harmed", worker="other_caseworker", opened=58,
        children=(Child("Wyn Skerrowby", 14),),
        adults=(
            Adult(
                "Petra Skerrowby", "mother", basis="birth_mother", account="other_family", phone="07700 900208",
                email="petra.skerrowby@people.example", address="2 Quarrel Lane, Arrowmere AR5 2NP",
            ),
            Adult("Doran Pellitory", "step_parent", "no", phone="07700 900219"),
        ),
    ),
    Household(
        "al_naqib", "east", "harmed", worker="caseworker", opened=40, known=True, system=SOCIAL_CARE, ref="ARW-211067",
        children=(Child("Samir al-Naqib", 10),),
        adults=(
            Adult(
                "Yusra al-Naqib", "mother", basis="birth_mother", account="yusra", phone="07700 900332",
                address="27 Ferrier Street, Arrowmere AR2 9LW",
            ),
        ),
    ),
    # Two families of one surname, in two teams, who have nothing to do with each other.
    Household(
        "achterberg", "east", "harmed", opened=6,
        children=(Child("Bram Achterberg", 8),),
        adults=(
            Adult(
                "Lotte Achterberg", "adoptive_parent", basis="adoption", account="lotte", phone="07700 900356",
                address="5 Bellwether Close, Arrowmere AR4 1HG",
            ),
        ),
    ),
    Household(
        "achterberg_west", "west", "affected", worker="thistleby", opened=35,
        children=(Child("Hendrik Achterberg", 13),),
        adults=(
            Adult(
                "Mathilde Achterberg", "special_guardian", basis="special_guardianship", account="mathilde",
                phone="01632 960471", address="Gorse End, Heron Lane, Arrowmere AR6 3QS",
            ),
        ),
    ),
)  # fmt: skip

OF_THE_STORIES = (
    Household(
        "ekpeneh", "east", "harmed", worker="caseworker", opened=55, known=True, system=SOCIAL_CARE, ref="ARW-198820",
        children=(Child("Rosalind Ekpeneh", 14),),
        adults=(
            Adult(
                "Adaeze Ekpeneh", "mother", basis="birth_mother", account="adaeze", phone="07700 900405",
                address="9 Mallow Court, Arrowmere AR2 6DD",
            ),
            Adult("Gideon Ekpeneh", "father", "not_known", phone="07700 900418"),
        ),
    ),
    Household(
        "okonjo_reyes", "east", "harmed", worker="caseworker", opened=12,
        children=(Child("Pilar Okonjo-Reyes", 12), Child("Mateus Okonjo-Reyes", 7)),
        adults=(
            Adult(
                "Estela Okonjo-Reyes", "mother", basis="birth_mother", account="estela", phone="07700 900433",
                email="estela.okonjo-reyes@people.example", address="31 Tallow Street, Arrowmere AR3 2XB",
            ),
        ),
    ),
    Household(
        "lindqvist", "east", "affected", worker="caseworker", opened=20,
        children=(Child("Signe Lindqvist", 11),),
        adults=(
            Adult(
                "Torvald Lindqvist", "father", basis="registration", account="torvald", phone="07700 900447",
                address="18 Copperfold Road, Arrowmere AR1 8JF",
            ),
        ),
    ),
    Household(
        "osterlin", "east", "harmed", worker="wrenfield", opened=50,
        children=(Child("Linnea Osterlin", 11),),
        adults=(
            Adult(
                "Freyja Osterlin", "mother", basis="birth_mother", account="freyja", phone="07700 900462",
                address="3 Weir Street, Arrowmere AR2 5RT",
            ),
        ),
    ),
    Household(
        "dravenport", "west", "child_who_harmed", worker="other_caseworker", opened=48, basis="acknowledged",
        children=(Child("Fenn Dravenport", 12),),
        adults=(
            Adult(
                "Liesel Dravenport", "mother", basis="birth_mother", account="liesel", phone="07700 900479",
                address="41 Weir Street, Arrowmere AR2 5RT",
            ),
        ),
    ),
    Household(
        "quillfeather", "east", "harmed", worker="marrowby", opened=90, known=True,
        system=SOCIAL_CARE, ref="ARW-187334",
        children=(Child("Teodor Quillfeather", 15, "teodor", "07700 900515"),),
        adults=(
            Adult(
                "Ambrose Quillfeather", "father", basis="court_order", account="ambrose", phone="07700 900502",
                address="The Old Toll House, Sedge Road, Arrowmere AR7 1MM",
            ),
            Adult("Winifred Quillfeather", "grandparent", "no", phone="01632 960528"),
        ),
    ),
    Household(
        "whitlock_banerji", "east", "harmed", worker="marrowby", opened=15,
        children=(Child("Saoirse Whitlock-Banerji", 16, "saoirse", "07700 900561"),),
        adults=(
            Adult(
                "Niamh Whitlock", "mother", basis="birth_mother", phone="07700 900573",
                address="22 Orrery Gardens, Arrowmere AR1 3VE",
            ),
        ),
    ),
    Household(
        "mbeki_thorne", "east", "harmed", worker="wrenfield", opened=70, known=True,
        system=SOCIAL_CARE, ref="ARW-201155",
        children=(Child("Thandeka Mbeki-Thorne", 10),),
        adults=(
            Adult(
                "Nomvula Mbeki-Thorne", "mother", basis="birth_mother", account="nomvula", phone="07700 900604",
                address="6 Pinder's Row, Arrowmere AR4 9CK",
            ),
            Adult("Constance Thorne", "grandparent", "no", phone="01632 960617"),
        ),
    ),
    Household(
        "pellamore", "west", "affected", worker="fairholme", opened=45,
        children=(Child("Juno Pellamore", 9),),
        adults=(
            Adult(
                "Casimir Pellamore", "foster_carer", "no", account="casimir", phone="07700 900655",
                address="12 Kestrel Bank, Arrowmere AR5 8YA",
            ),
        ),
    ),
    Household(
        "hartshorn_vey", "west", "harmed", worker="thistleby", opened=25, known=True,
        system=SOCIAL_CARE, ref="ARW-213390",
        children=(Child("Delphine Hartshorn-Vey", 13),),
        adults=(
            Adult(
                "Marguerite Hartshorn-Vey", "mother", basis="birth_mother", account="marguerite",
                phone="07700 900688", address="7 Samphire Lane, Arrowmere AR6 4WL",
            ),
        ),
    ),
)  # fmt: skip
