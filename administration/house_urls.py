"""The addresses of the settings of the house: who works, in which queues, with which words."""

from django.urls import path

from administration.views import canned_replies, classification, letterhead, letters, people, queues, reach, resources

urlpatterns = [
    path("queues/", queues.queue_list, name="queue_list"),
    path("queues/add/", queues.queue_add, name="queue_add"),
    path("queues/<int:pk>/", queues.queue_edit, name="queue_edit"),
    path("queues/<int:pk>/move/", queues.queue_move, name="queue_move"),
    path("queues/<int:pk>/retire/", queues.queue_retire, name="queue_retire"),
    path("queues/<int:pk>/restore/", queues.queue_restore, name="queue_restore"),
    path("resources/", resources.resources, name="resources"),
    path("resources/levels/<int:pk>/add/", resources.resource_add, name="resource_add"),
    path("resources/<int:pk>/move/", resources.resource_move, name="resource_move"),
    path("resources/<int:pk>/remove/", resources.resource_remove, name="resource_remove"),
    path("resources/queues/<int:pk>/level/", resources.level_add, name="level_add"),
    path("resources/levels/<int:pk>/remove/", resources.level_remove, name="level_remove"),
    path("issue-types/", classification.issue_types, name="issue_types"),
    path("issue-types/add/", classification.issue_type_add, name="issue_type_add"),
    path("issue-types/<int:pk>/", classification.issue_type_edit, name="issue_type_edit"),
    path("issue-types/<int:pk>/move/", classification.issue_type_move, name="issue_type_move"),
    path("work-types/", classification.work_types, name="work_types"),
    path("work-types/add/", classification.work_type_add, name="work_type_add"),
    path("work-types/<int:pk>/", classification.work_type_edit, name="work_type_edit"),
    path("work-types/<int:pk>/move/", classification.work_type_move, name="work_type_move"),
    path("canned-replies/", canned_replies.canned_replies, name="canned_replies"),
    path("canned-replies/add/", canned_replies.canned_reply_add, name="canned_reply_add"),
    path("canned-replies/<int:pk>/", canned_replies.canned_reply_edit, name="canned_reply_edit"),
    path("canned-replies/<int:pk>/remove/", canned_replies.canned_reply_remove, name="canned_reply_remove"),
    path("reach/", reach.reach, name="reach"),
    path("letterhead/", letterhead.letterhead, name="letterhead"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<str:kind>/<str:language>/", letters.letter_edit, name="letter_edit"),
    path("letters/<str:kind>/<str:language>/preview/", letters.letter_preview, name="letter_preview"),
    path("letters/<str:kind>/<str:language>/restore/", letters.letter_restore, name="letter_restore"),
    path("people/", people.people_list, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/invite/", people.person_invite, name="person_invite"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/activate/", people.person_activate, name="person_activate"),
]
