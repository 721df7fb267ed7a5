import os

from flask import Flask, abort, jsonify, request
from pymongo import MongoClient

db = MongoClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = Flask(__name__)


@app.post("/coupons/check")
def check():
    coupon = db.coupons.find_one({"code": request.form["code"], "active": True})
    if coupon is None:
        abort(404)
    return jsonify(percent=coupon["percent"])
