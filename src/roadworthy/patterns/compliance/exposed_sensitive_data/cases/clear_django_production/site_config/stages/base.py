SECRET_KEY = "development-key-of-everybody"
