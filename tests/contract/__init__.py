"""One set of dialogues, held on every adapter. A new platform adds one driver here, and nothing else."""
