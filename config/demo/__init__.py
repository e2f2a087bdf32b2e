"""The demo: the sample conference under way, with a hall of simulated delegates.

Everything here acts through the services, as people do, and may be deleted without loss.
"""
