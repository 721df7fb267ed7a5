from django import forms

from shop.models import Note

NoteFormSet = forms.modelformset_factory(Note, fields=["title", "body"], extra=0)


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["title", "body"]


class OrderForm(forms.Form):
    product = forms.IntegerField(min_value=1)
    quantity = forms.IntegerField(min_value=1, max_value=100)
    key = forms.CharField(min_length=16, max_length=64, widget=forms.HiddenInput)
