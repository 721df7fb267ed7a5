from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path

from shop import views


class Surrounded(URLPattern):
    def resolve(self, *args, **kwargs):
        found = URLPattern.resolve(self, *args, **kwargs)
        if found:
            for function in self._around:
                found.func = function(found.func)
        return found


def surrounded(functions, *patterns):
    for pattern in patterns:
        pattern.__class__ = Surrounded
        pattern._around = functions
    return list(patterns)


urlpatterns = [
    path("", views.ProductList.as_view(), name="products"),
    path("notes/", views.NoteList.as_view(), name="notes"),
    *surrounded([login_required], path("notes/<int:pk>/", views.show_note, name="note")),
    path("notes/<int:pk>/edit/", views.NoteUpdate.as_view(), name="edit-note"),
    path("orders/", views.orders, name="orders"),
    path("orders/new/", views.order, name="order"),
    path("account/delete/", views.delete_account, name="delete-account"),
]
