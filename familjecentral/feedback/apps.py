from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "familjecentral.feedback"
    label = "feedback"
