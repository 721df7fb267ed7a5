from environs import Env
from rest_framework import generics, permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from shop.models import Label, Membership, Note, Order
from shop.serializers import NoteSerializer, OrderSerializer

env = Env()


class IsOwner(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.owner_id == request.user.id


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated, IsOwner]
    http_method_names = ["get", "put", "patch", "delete"]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    @action(detail=True, methods=["get"])
    def title(self, request, pk=None):
        return Response({"title": self.get_object().title})


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(user=self.request.user).select_related("product")


class OfTeam(permissions.BasePermission):
    rank = ""

    def has_permission(self, request, view):
        team = view.kwargs.get("team_id") or request.query_params.get("team_id")
        if not team and request.method in permissions.SAFE_METHODS:
            return True
        return Membership.objects.filter(team=team, user=request.user, rank=self.rank).exists()


class LeadsTeam(OfTeam):
    rank = env("RANK_OF_LEADERS", "leader")


class LabelSerializer(serializers.ModelSerializer):
    class Meta:
        model = Label
        fields = ("id", "text")


class LabelList(generics.ListAPIView):
    serializer_class = LabelSerializer
    permission_classes = [permissions.IsAuthenticated & LeadsTeam]

    def get_queryset(self):
        return Label.objects.filter(team=self.kwargs["team_id"])


class LabelDetail(generics.DestroyAPIView):
    serializer_class = LabelSerializer
    permission_classes = [permissions.IsAuthenticated & LeadsTeam]

    def get_queryset(self):
        return Label.objects.filter(team=self.kwargs["team_id"])
