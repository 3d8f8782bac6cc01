from django.urls import path

from competitions.views import ReportPage

app_name = "competitions"

urlpatterns = [path("resultado/<str:token>/", ReportPage.as_view(), name="report")]
