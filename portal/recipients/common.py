"""Names that are ordinary words too: alone they tell nothing, so they count only beside another protected word."""

_NAMES = """
    abbey amber angel april august autumn ash aspen
    bay bell berry beau bill black blossom bond booth brown bishop baker barber butcher
    carol chance charity chase christian cliff clay cook coral crystal cross cooper carpenter carter
    daisy dale dan dawn dean dot drew duke day dear
    earl eden eve ever
    faith fern field fisher flora forest fox frank friend french
    gale gene gill grace grant gray green guy glen good
    hall harmony hazel heath heather holly honey hope hill house holder
    iris ivy jade jasmine jasper jay jean jewel joy june jack jet judge
    king knight
    lane laurel lee lily love luna long little lake law
    mark marina mason may melody mercy merry miles mill miller misty moor myrtle march major marsh moss
    nick noble north norm new
    olive opal
    page park parker pat patience pearl peace penny poppy pope poor price prudence piper pike potter
    ray reed rich river rob robin rock rose ruby rusty read rice rush rainbow
    sage sandy saffron scout skip skye sky sharp short small smith song star stone storm sue summer sunny
    singer shepherd shade savage swift spring
    taylor terry tiger trinity tanner turner thatcher temple trust
    usher val verity victor violet vale viola
    wade ward warren west wild will willow wells winter wood woods white wolf walker ware way winters wise
    young zen
""".split()

# Small words that stand in names or look like them.
_SMALL = """
    al am an ap as at bin be by de del der di do dos du el en go he ibn if in is it la le me my no of on or
    so st ten ter the to up us van von was we
""".split()

COMMON_WORDS = frozenset(_NAMES) | frozenset(_SMALL)
