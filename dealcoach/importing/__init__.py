"""Deal files from the CSV exports of a CRM, again and again without losing what people wrote."""
