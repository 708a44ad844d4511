import Sketches
