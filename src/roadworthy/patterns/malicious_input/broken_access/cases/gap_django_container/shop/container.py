from abc import ABC, abstractmethod
from dataclasses import dataclass

import punq
from django.shortcuts import get_object_or_404

from shop.models import Note


class NoteStore(ABC):
    @abstractmethod
    def one(self, **wanted): ...


class StoredNotes(NoteStore):
    def one(self, **wanted):
        return get_object_or_404(Note, **wanted)


@dataclass
class NoteReader:
    store: NoteStore

    def read(self, pk, person):
        return self.store.one(pk=pk)


container = punq.Container()
container.register(NoteStore, StoredNotes)
container.register(NoteReader)
