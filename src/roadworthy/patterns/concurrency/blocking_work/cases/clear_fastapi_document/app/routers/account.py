from io import BytesIO

from fastapi import APIRouter, Response
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])


@router.get("/statement")
def statement(user: CurrentUser) -> Response:
    buffer = BytesIO()
    SimpleDocTemplate(buffer).build([Paragraph("Statement")])
    return Response(buffer.getvalue(), media_type="application/pdf")
