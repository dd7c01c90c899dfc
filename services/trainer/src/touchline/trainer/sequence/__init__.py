"""A neural voice of the blend, as an extra: what a recurrent network hears in two teams' latest matches.

Nothing else imports this folder, and only `network` and `fitting` import PyTorch (`touchline-trainer[torch]`).
"""
