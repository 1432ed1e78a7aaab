"""What is known of a conference as a whole: figures that add up, and who was there."""
