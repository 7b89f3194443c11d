SELECT energy_kwh, amount FROM bills WHERE customer = ?1 AND period = ?2
