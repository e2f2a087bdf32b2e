"""The log as people read it: in plain words, as stories, with what their office may see."""
