"""What Shinro measures about itself. `make bench` prints one table; each part runs alone by its name, too."""
