import os

import mysql.connector


class Stock:
    def __init__(self) -> None:
        self.connection = mysql.connector.connect(
            host=os.environ["STOCK_HOST"],
            user=os.environ["STOCK_USER"],
            password=os.environ["STOCK_PASSWORD"],
            database="stock",
        )

    def left(self, name: str) -> int:
        cursor = self.connection.cursor()
        cursor.execute("SELECT left_over FROM stock WHERE name = %s", (name,))
        return cursor.fetchone()[0]


stock = Stock()
