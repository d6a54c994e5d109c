"""Care: what keeps people safe and what is asked of them. Pure data and rules; no plugin can change them."""
