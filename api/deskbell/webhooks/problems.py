"""What may stand in the way of a change to webhooks."""

from deskbell.core.problems import Conflict


class TooManyWebhooks(Conflict):
    """There are as many webhooks as may be."""

    code, title = "too_many_webhooks", "There are as many webhooks as there may be"


class WebhookNotPaused(Conflict):
    """Only what is paused can be resumed."""

    code, title = "webhook_not_paused", "This webhook is not paused"


class DeliveryUnderWay(Conflict):
    """A delivery that has not come to its end is tried anyway."""

    code, title = "delivery_under_way", "This delivery has not come to its end yet"
