from django import forms

from shop.models import Note, Lesson


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["title", "body"]


class OrderForm(forms.Form):
    product = forms.IntegerField(min_value=1)
    quantity = forms.IntegerField(min_value=1, max_value=100)
    key = forms.CharField(min_length=16, max_length=64, widget=forms.HiddenInput)


class LessonForm(forms.ModelForm):
    class Meta:
        model = Lesson
        fields = ["day", "hour"]

    def clean(self):
        cleaned = super().clean()
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if day and hour:
            taken = Lesson.objects.filter(day=day, hour=hour).exists()
            if taken:
                raise forms.ValidationError("This hour is taken.")
        return cleaned
