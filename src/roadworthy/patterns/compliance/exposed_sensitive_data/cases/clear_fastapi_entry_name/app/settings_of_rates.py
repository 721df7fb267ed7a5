TOKEN_URL = "https://accounts.rates.example/token"
ACCESS_TOKEN_OBTAIN_URL = TOKEN_URL


def settings_of(client_id, client_secret):
    return {
        "token_uri": ACCESS_TOKEN_OBTAIN_URL,
        "auth_provider_x509_cert_url": "https://rates.example/certs",
        "client_secret": client_secret,
        "client_id": client_id,
    }
