"""Names for the people of the demo's company; they are combined by seed and belong to nobody."""

FIRST_NAMES = (
    "Aisha", "Alan", "Ana", "Ben", "Bogdan", "Carla", "Chen", "Clara", "Daniel", "Deirdre", "Elif", "Emeka", "Eva",
    "Farid", "Fiona", "Goran", "Grace", "Hanna", "Hugo", "Ines", "Ivan", "Jana", "Karim", "Keiko", "Lars", "Leila",
    "Luca", "Maeve", "Marek", "Mei", "Miguel", "Nadia", "Niamh", "Noor", "Oisin", "Olga", "Omar", "Paula", "Priya",
    "Rafael", "Ruth", "Samir", "Sofia", "Tariq", "Tessa", "Tomas", "Uma", "Viktor", "Yara", "Zofia",
)  # fmt: skip
LAST_NAMES = (
    "Abbas", "Andersen", "Bianchi", "Byrne", "Costa", "Dvorak", "Eriksen", "Fischer", "Gallagher", "Haddad", "Ionescu",
    "Jansen", "Kaya", "Kelly", "Kowalski", "Lindqvist", "Lopez", "Markovic", "Mensah", "Moreau", "Murphy", "Nguyen",
    "Okoye", "Oliveira", "Park", "Petrov", "Quinn", "Rahman", "Ricci", "Santos", "Schmidt", "Silva", "Singh", "Tanaka",
    "Vargas", "Walsh", "Weber", "Yilmaz", "Zeman", "Zhang",
)  # fmt: skip
