"""What many patterns ask of an App, each derived once (`app.view(catches)`), by subject.

A view may walk the form of the code where the records do not tell enough; patterns know the views and no syntax.
"""
