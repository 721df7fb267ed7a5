from flask_wtf import FlaskForm
from wtforms import DecimalField, HiddenField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, NumberRange


class LoginForm(FlaskForm):
    email = StringField("E-mail", validators=[DataRequired(), Email(), Length(max=254)])
    code = StringField("Code", validators=[DataRequired(), Length(max=128)])


class RegisterForm(FlaskForm):
    email = StringField("E-mail", validators=[DataRequired(), Email(), Length(max=254)])
    password = PasswordField("Password", validators=[DataRequired(), Length(min=12, max=128)])


class NoteForm(FlaskForm):
    title = StringField("Title", validators=[DataRequired(), Length(max=120)])
    body = TextAreaField("Text", validators=[DataRequired(), Length(max=10_000)])


class OrderForm(FlaskForm):
    product_id = IntegerField("Product", validators=[DataRequired(), NumberRange(min=1)])
    quantity = IntegerField("Quantity", validators=[DataRequired(), NumberRange(min=1, max=100)])
    key = HiddenField("Key", validators=[DataRequired(), Length(min=16, max=64)])


class ProductForm(FlaskForm):
    name = StringField("Name", validators=[DataRequired(), Length(max=120)])
    price = DecimalField("Price", validators=[DataRequired(), NumberRange(min=0, max=100_000)])
    stock = IntegerField("Stock", validators=[NumberRange(min=0, max=100_000)])
