from django.urls import path

from cases.samples import views

app_name = "samples"
urlpatterns = [
    path("", views.sample_list, name="list"),
    path("add/", views.sample_add, name="add"),
    path("<int:number>/", views.sample_detail, name="detail"),
    path("<int:number>/reveal/", views.sample_reveal, name="reveal"),
    path("<int:number>/label/", views.sample_label, name="label"),
    path("<int:number>/mark/", views.sample_mark, name="mark"),
    path("draws/", views.draw_list, name="draws"),
    path("draws/add/", views.draw_add, name="draw_add"),
    path("draws/<int:number>/", views.draw_detail, name="draw"),
    path("draws/<int:number>/control/", views.draw_control, name="control"),
    path("imports/add/", views.import_add, name="import_add"),
    path("imports/<int:pk>/", views.import_detail, name="import"),
]
