"""English grammar as tables: verb forms, verbs with an infinitive, the sound that `a` or `an` goes by, the tense after `to`."""
