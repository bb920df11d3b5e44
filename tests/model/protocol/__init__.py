"""The executable model of the sync protocol: one server, tablets, a lossy network, seeded faults."""
