from whimsy.components.invitation.invitation import invite as invite
from whimsy.components.invitation.invitation import invited as invited
from whimsy.components.invitation.invitation import is_acquainted as is_acquainted
from whimsy.components.invitation.invitation import is_invited as is_invited
from whimsy.components.invitation.invitation import opened as opened
from whimsy.components.invitation.invitation import waiting as waiting
