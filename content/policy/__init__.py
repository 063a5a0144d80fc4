"""A city's policy as data: packs, the questionnaire compiled from them, and what an answer lacks."""
