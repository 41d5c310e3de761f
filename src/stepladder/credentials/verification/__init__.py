"""Verification: named checks, a verdict, and a type for what held."""
