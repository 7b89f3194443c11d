SELECT customer FROM archive_changes UNION SELECT customer FROM rival_bills
