$IMPORTS

router = APIRouter(tags=["account"])


$ERASE


$ROUTE
