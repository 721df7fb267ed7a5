from flask import request
from markupsafe import Markup
from wtforms import DecimalField, Form, HiddenField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, NumberRange


class PostedForm(Form):
    def __init__(self, **values):
        super().__init__(request.values if request.method == "POST" else None, **values)

    def validate_on_submit(self):
        return request.method == "POST" and self.validate()

    def hidden_tag(self):
        return Markup("").join(field() for field in self if isinstance(field, HiddenField))


class LoginForm(PostedForm):
    email = StringField("E-mail", validators=[DataRequired(), Email(), Length(max=254)])
    password = PasswordField("Password", validators=[DataRequired(), Length(max=128)])


class RegisterForm(PostedForm):
    email = StringField("E-mail", validators=[DataRequired(), Email(), Length(max=254)])
    password = PasswordField("Password", validators=[DataRequired(), Length(min=12, max=128)])


class NoteForm(PostedForm):
    title = StringField("Title", validators=[DataRequired(), Length(max=120)])
    body = TextAreaField("Text", validators=[DataRequired(), Length(max=10_000)])


class OrderForm(PostedForm):
    product_id = IntegerField("Product", validators=[DataRequired(), NumberRange(min=1)])
    quantity = IntegerField("Quantity", validators=[DataRequired(), NumberRange(min=1, max=100)])
    key = HiddenField("Key", validators=[DataRequired(), Length(min=16, max=64)])


class ProductForm(PostedForm):
    name = StringField("Name", validators=[DataRequired(), Length(max=120)])
    price = DecimalField("Price", validators=[DataRequired(), NumberRange(min=0, max=100_000)])
    stock = IntegerField("Stock", validators=[NumberRange(min=0, max=100_000)])
