"""People, bodies, appointments to office, and the passcodes that let them in."""
