global using DialClip.Testing;
