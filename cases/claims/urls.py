from django.urls import path

from cases.claims.views import bulk, claims, responses, signing, sources

app_name = "claims"
CASE = "cases/<str:reference>/"
CLAIM = f"{CASE}claims/<int:number>/"
PROPOSAL = f"{CLAIM}proposals/<int:pk>/"
SOURCE = f"{CASE}sources/<int:number>/"

urlpatterns = [
    path(f"{CASE}claims/", claims.claim_list, name="list"),
    path(f"{CASE}claims/add/", claims.claim_add, name="create"),
    path(f"{CASE}claims/import/", bulk.import_claims, name="import"),
    path(f"{CASE}claims/work-out/", claims.work_out, name="work_out"),
    path(f"{CASE}claims/contradictions/", claims.contradictions, name="contradictions"),
    path(f"{CASE}claims/responses/", responses.response_list, name="response_list"),
    path(f"{CASE}claims/responses/add/", responses.response_add, name="response_add"),
    path(f"{CASE}claims/responses/<int:pk>/", responses.response_answer, name="response_answer"),
    path(f"{CASE}claims/assertions/<int:pk>/", claims.assertion_edit, name="assertion_edit"),
    path(
        f"{CASE}claims/assertions/<int:pk>/remove/",
        claims.assertion_remove,
        name="assertion_remove",
    ),
    path(
        f"{CASE}claims/assertions/<int:pk>/resolve/",
        claims.assertion_resolve,
        name="assertion_resolve",
    ),
    path(
        f"{CASE}claims/observations/<int:pk>/rerun/",
        claims.observation_rerun,
        name="observation_rerun",
    ),
    path(CLAIM, claims.claim_detail, name="detail"),
    path(f"{CLAIM}edit/", claims.claim_edit, name="edit"),
    path(f"{CLAIM}assert/", claims.claim_assert, name="assert"),
    path(f"{CLAIM}observe/", claims.claim_observe, name="observe"),
    path(f"{CLAIM}propose/", signing.propose, name="propose"),
    path(f"{PROPOSAL}countersign/", signing.countersign, name="countersign"),
    path(f"{PROPOSAL}reject/", signing.reject, name="reject"),
    path(f"{PROPOSAL}withdraw/", signing.withdraw, name="withdraw"),
    path(f"{CLAIM}assess/", signing.assess, name="assess"),
    path(f"{CASE}sources/", sources.source_list, name="source_list"),
    path(f"{CASE}sources/add/", sources.source_add, name="source_add"),
    path(f"{CASE}sources/import/", bulk.import_sources, name="source_import"),
    path(f"{CASE}sources/lineage/", sources.lineage_picture, name="source_lineage"),
    path(
        f"{CASE}sources/lineage/<int:pk>/remove/",
        sources.lineage_remove,
        name="source_lineage_remove",
    ),
    path(SOURCE, sources.source_detail, name="source"),
    path(f"{SOURCE}edit/", sources.source_edit, name="source_edit"),
    path(f"{SOURCE}take-apart/", sources.source_take, name="source_take"),
    path(f"{SOURCE}grade/", sources.source_grade, name="source_grade"),
    path(f"{SOURCE}hold/", sources.source_hold, name="source_hold"),
    path(f"{SOURCE}rest/", sources.source_rest, name="source_rest"),
    path(f"{SOURCE}first-hand/", sources.source_first_hand, name="source_first_hand"),
]
