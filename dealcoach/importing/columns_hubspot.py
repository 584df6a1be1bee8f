"""The columns of HubSpot exports: our field, and every header it goes by."""

from __future__ import annotations

from dealcoach.importing.kinds import MAPPED, PERSON, Kind

HUBSPOT: dict[str, Kind] = {
    "deals": Kind(
        "--deals",
        {
            "id": ("hs_object_id", "Record ID", "Deal ID", "id"),
            "name": ("dealname", "Deal Name"),
            "account": (
                "Associated Company",
                "Associated Company (Primary)",
                "Company Name",
                "Primary Associated Company",
            ),
            "account_id": (
                "Associated Company IDs",
                "Associated Company IDs (Primary)",
                "associatedcompanyid",
                "hs_primary_associated_company",
                "Associated Company ID",
            ),
            "owner": ("Deal owner", "Owner"),
            "owner_id": ("hubspot_owner_id",),
            "stage": ("dealstage", "Deal Stage"),
            "pipeline": ("pipeline", "Pipeline"),
            "amount": ("amount", "Amount"),
            "currency": ("deal_currency_code", "Currency"),
            "close_date": ("closedate", "Close Date"),
            "created": ("createdate", "Create Date"),
            "stage_since": ("hs_v2_date_entered_current_stage", "Date entered current stage"),
            "forecast": ("hs_manual_forecast_category", "Forecast category"),
            "is_closed": ("hs_is_closed", "Is Deal Closed?", "Is closed"),
            "is_won": ("hs_is_closed_won", "Is Closed Won"),
            "next_step": ("hs_next_step", "Next step"),
            "last_activity": ("notes_last_updated", "Last Activity Date"),
            "kind": ("dealtype", "Deal Type"),
            "competitors": ("competitors", "Competitor"),
            "lost_reason": ("closed_lost_reason", "Closed Lost Reason"),
            "contact_ids": ("Associated Contact IDs", "associated_contact_ids"),
            "contacts": ("Associated Contact", "Associated Contacts"),
            **MAPPED,
        },
        (("id",), ("name",), ("stage",), ("close_date",)),
    ),
    "contacts": Kind(
        "--contacts",
        {
            "id": ("hs_object_id", "Record ID", "Contact ID", "id"),
            "name": ("Full Name", "Name"),
            "first_name": ("firstname", "First Name"),
            "last_name": ("lastname", "Last Name"),
            "email": ("email", "Email"),
            "title": ("jobtitle", "Job Title"),
            "role": ("hs_buying_role", "Buying Role"),
            "level": ("hs_seniority", "Employment Seniority", "Seniority"),
            "account_id": (
                "associatedcompanyid",
                "Associated Company IDs",
                "Associated Company ID",
                "Primary Associated Company ID",
            ),
            "deal_ids": ("Associated Deal IDs", "associated_deal_ids"),
            **PERSON,
        },
        (("id",), ("name", "first_name", "last_name")),
    ),
    "companies": Kind(
        "--companies",
        {"id": ("hs_object_id", "Record ID", "Company ID", "id"), "name": ("name", "Company name")},
        (("id",), ("name",)),
    ),
    "tasks": Kind(
        "--tasks",
        {
            "deal_id": ("Associated Deal IDs", "associated_deal_ids", "Associated Deal ID"),
            "contact_id": ("Associated Contact IDs", "associated_contact_ids"),
            "subject": ("hs_task_subject", "Task Title", "Title"),
            "due": ("hs_timestamp", "Due date", "Due Date"),
            "status": ("hs_task_status", "Task Status", "Status"),
            "kind": ("hs_task_type", "Task Type", "Type"),
            "completed": ("hs_task_completion_date", "Completed at", "Completion Date", "Completed Date"),
            "owner": ("Assigned to", "Activity assigned to", "Task owner"),
            "owner_id": ("hubspot_owner_id",),
        },
        (("deal_id",), ("subject",), ("status",), ("due", "completed")),
    ),
}
