from ninja_extra import NinjaExtraAPI

from shop.note_controller import NoteController

api = NinjaExtraAPI()
api.register_controllers(NoteController)
api.add_router("/orders", "shop.order_routes.router")
