"""What people can do with clusters, runs of the linker and lists of shared infrastructure."""

from cases.clusters.services.candidates import (
    dismiss_candidate,
    draw_candidate,
    reopen_candidate,
)
from cases.clusters.services.judging import (
    ClusterTooSmall,
    NotAPart,
    NothingToMerge,
    ReasonMissing,
    UnknownPlatformAccount,
    accept_cluster,
    draw_cluster,
    merge_clusters,
    note_cluster,
    reject_cluster,
    request_run,
    split_cluster,
    undo_judgement,
)
from cases.clusters.services.lists import (
    NothingListed,
    add_list,
    withdraw_list,
)

__all__ = [
    "ClusterTooSmall",
    "NotAPart",
    "NothingListed",
    "NothingToMerge",
    "ReasonMissing",
    "UnknownPlatformAccount",
    "accept_cluster",
    "add_list",
    "dismiss_candidate",
    "draw_candidate",
    "draw_cluster",
    "merge_clusters",
    "note_cluster",
    "reject_cluster",
    "reopen_candidate",
    "request_run",
    "split_cluster",
    "undo_judgement",
    "withdraw_list",
]
