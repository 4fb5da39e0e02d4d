"""The warehouse file: written, modelled, checked and published; all SQL goes through here."""
