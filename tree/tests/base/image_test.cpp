// tests/base/image
