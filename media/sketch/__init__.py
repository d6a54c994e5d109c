"""People drawn in dots: a canvas of braille cells, a body with joints, things in a room, and every exercise as a scene."""
