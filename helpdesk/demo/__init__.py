"""An invented day at such a helpdesk, laid into an empty database by `seed_demo`."""
