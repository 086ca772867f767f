"""DDP, the Distributed Display Protocol: WLED, FPP and everything FPP drives (UDP 4048)."""
