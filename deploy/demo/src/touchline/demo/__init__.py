"""The demo: drives the platform by its public surfaces, shows what happens, and checks that nothing is lost."""
