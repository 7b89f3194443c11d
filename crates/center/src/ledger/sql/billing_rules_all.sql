SELECT content FROM billing_rules ORDER BY effective_from
