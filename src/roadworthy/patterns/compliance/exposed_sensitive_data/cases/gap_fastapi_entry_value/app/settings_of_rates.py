TOKEN_URL = "https://accounts.rates.example/token"
ACCESS_TOKEN_OBTAIN_URL = TOKEN_URL


def settings_of(client_id, client_secret):
    return {
        "token_uri": ACCESS_TOKEN_OBTAIN_URL,
        "access_token": "q8Zr2Lw9Xk4Vt7Bn1Mc6Ys3Pd5Hf0Jg",
        "client_secret": client_secret,
        "client_id": client_id,
    }
