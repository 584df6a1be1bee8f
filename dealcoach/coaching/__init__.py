"""The coach: which question to ask of a deal, what an answer means, and where in the file it goes."""
