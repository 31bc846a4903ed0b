from mail.models.inbound import InboundMail
from mail.models.mailbox import Mailbox

__all__ = ["InboundMail", "Mailbox"]
